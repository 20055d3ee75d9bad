"""What are the samples called in the other languages? As an event's own file would have it: venues keep their names.

Promise: plain data, so that a page can be looked at as a whole in each language.
"""

from sync.domain.definition import Texts

_LANGUAGES = ("he", "ar", "ur", "cy", "pl", "fr")
_ROWS: dict[str, tuple[str, str, str, str, str, str]] = {
    "Knitting": ("סריגה", "الحياكة", "بُنائی", "Gwau", "Robienie na drutach", "Tricot"),
    "Card making": ("הכנת כרטיסי ברכה", "صناعة البطاقات", "کارڈ بنانا", "Gwneud cardiau", "Robienie kartek", "Fabrication de cartes"),
    "Gift wrapping": ("עטיפת מתנות", "تغليف الهدايا", "تحفے لپیٹنا", "Lapio anrhegion", "Pakowanie prezentów", "Emballage de cadeaux"),
    "Soup kitchen": ("בית תמחוי", "مطبخ الحساء", "لنگر", "Cegin gawl", "Jadłodajnia", "Soupe populaire"),
    "Gardening": ("גינון", "البستنة", "باغبانی", "Garddio", "Praca w ogrodzie", "Jardinage"),
    "Learning sign language together": (
        "לומדים יחד שפת סימנים",
        "نتعلم لغة الإشارة معًا",
        "مل کر اشاروں کی زبان سیکھنا",
        "Dysgu arwyddo gyda’n gilydd",
        "Razem uczymy się migać",
        "Signer ensemble",
    ),
    "Upcycling": (
        "תיקון ומיחזור",
        "الإصلاح وإعادة التدوير",
        "مرمت اور نئی زندگی",
        "Uwchgylchu",
        "Naprawianie i odnawianie",
        "Réparer et recycler",
    ),
    "Tea and company": ("תה וחברה", "شاي وصحبة", "چائے اور محفل", "Te a chwmni", "Herbata i towarzystwo", "Thé et compagnie"),
    "Library, blue door": (
        "הספרייה, הדלת הכחולה",
        "المكتبة، الباب الأزرق",
        "لائبریری، نیلا دروازہ",
        "Llyfrgell, drws glas",
        "Biblioteka, niebieskie drzwi",
        "Bibliothèque, porte bleue",
    ),
    "Hall, left side": (
        "האולם, צד שמאל",
        "القاعة، يسارًا",
        "ہال، بائیں طرف",
        "Neuadd, ochr chwith",
        "Aula, lewa strona",
        "Salle, côté gauche",
    ),
    "Hall, right side": (
        "האולם, צד ימין",
        "القاعة، يمينًا",
        "ہال، دائیں طرف",
        "Neuadd, ochr dde",
        "Aula, prawa strona",
        "Salle, côté droit",
    ),
    "Kitchen": ("המטבח", "المطبخ", "باورچی خانہ", "Cegin", "Kuchnia", "Cuisine"),
    "Garden": ("הגינה", "الحديقة", "باغ", "Gardd", "Ogród", "Jardin"),
    "Room 4": ("חדר 4", "الغرفة 4", "کمرہ 4", "Ystafell 4", "Sala 4", "Salle 4"),
    "Workshop": ("הסדנה", "الورشة", "ورکشاپ", "Gweithdy", "Warsztat", "Atelier"),
    "Foyer": ("המבואה", "الردهة", "ڈیوڑھی", "Cyntedd", "Hol", "Hall d’entrée"),
    "hat": ("כובע", "قبعة", "ٹوپی", "het", "czapka", "bonnet"),
    "hats": ("כובעים", "قبعات", "ٹوپیاں", "hetiau", "czapki", "bonnets"),
    "card": ("כרטיס ברכה", "بطاقة", "کارڈ", "cerdyn", "kartka", "carte"),
    "cards": ("כרטיסי ברכה", "بطاقات", "کارڈ", "cardiau", "kartki", "cartes"),
    "meal": ("ארוחה", "وجبة", "کھانا", "pryd", "posiłek", "repas"),
    "meals": ("ארוחות", "وجبات", "کھانے", "prydau", "posiłki", "repas"),
    "raised": ("נאספו", "جُمعت", "جمع ہوئے", "wedi’i godi", "zebrano", "récoltés"),
    "gardening": ("גינון", "البستنة", "باغبانی", "garddio", "praca w ogrodzie", "jardinage"),
    "letter with drawings": (
        "מכתב עם ציורים",
        "رسالة مع رسوم",
        "تصویروں والا خط",
        "llythyr â lluniau",
        "list z rysunkami",
        "lettre avec dessins",
    ),
    "letters with drawings": (
        "מכתבים עם ציורים",
        "رسائل مع رسوم",
        "تصویروں والے خطوط",
        "llythyrau â lluniau",
        "listy z rysunkami",
        "lettres avec dessins",
    ),
    "the neonatal ward": (
        "מחלקת הפגים",
        "وحدة حديثي الولادة",
        "نوزائیدہ بچوں کا یونٹ",
        "yr uned newyddenedigol",
        "oddział noworodków",
        "l’unité néonatale",
    ),
    "the children’s ward": ("מחלקת הילדים", "جناح الأطفال", "بچوں کا وارڈ", "ward y plant", "oddział dziecięcy", "le service de pédiatrie"),
}


def texts(english: str) -> Texts:
    """``english`` with its translations, where a real event would have them."""
    return {"en": english} | dict(zip(_LANGUAGES, _ROWS.get(english, ()), strict=False))

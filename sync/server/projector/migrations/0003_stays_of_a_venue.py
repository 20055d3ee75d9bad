"""The curve of one venue's day reads its own stays and not a nation's."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("projector", "0002_logs_for_everybody")]

    operations: ClassVar = [
        migrations.AddIndex(model_name="stay", index=models.Index(fields=["event", "venue", "from_ms"], name="stay_of_venue")),
    ]

"""Newcomers: who was put onto the roster by a kiosk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_first_tables")]

    operations = [
        migrations.CreateModel(
            name="Newcomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.BigIntegerField()),
                ("venue", models.BigIntegerField()),
                ("key", models.BinaryField(max_length=8)),
                ("device", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("event", "key"), name="newcomer_once")],
                "indexes": [models.Index(fields=["device"], name="newcomers_of_device")],
            },
        ),
    ]

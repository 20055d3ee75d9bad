from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = [('coordinator', 'coordinator'), ('auditor', 'auditor'), ('viewer', 'viewer'), ('venue_lead', 'venue lead')]


def begin(apps: Any, schema_editor: Any) -> None:
    """Every centre has an organisation from the beginning; nobody has to name it while it is alone."""
    organisation = apps.get_model('people', 'Organisation')
    if not organisation.objects.exists():
        organisation.objects.create(name='Our organisation')


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_first_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='account', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('second_step_by_ms', models.BigIntegerField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Ownership',
            fields=[
                ('event', models.BigIntegerField(primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.organisation')),
            ],
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=ROLES, max_length=16),
        ),
        migrations.RemoveConstraint(model_name='membership', name='membership_only_leads_have_a_venue'),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(('event__isnull', False), ('role', 'venue_lead'), ('venue__isnull', False)), models.Q(models.Q(('role', 'venue_lead'), _negated=True), ('venue__isnull', True)), _connector='OR'),
                name='membership_only_leads_have_a_venue',
            ),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.BinaryField(max_length=32, unique=True)),
                ('shown_name', models.CharField(max_length=150)),
                ('role', models.CharField(choices=ROLES, max_length=16)),
                ('event', models.BigIntegerField(null=True)),
                ('venues', models.JSONField(default=list)),
                ('made_by', models.CharField(max_length=310)),
                ('made_ms', models.BigIntegerField()),
                ('expires_ms', models.BigIntegerField()),
                ('used_ms', models.BigIntegerField(null=True)),
                ('withdrawn_ms', models.BigIntegerField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.organisation')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]

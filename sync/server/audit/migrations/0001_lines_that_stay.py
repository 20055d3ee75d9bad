from typing import Any

from django.db import migrations, models

SQLITE = [
    """CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit_auditline
       BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END""",
    """CREATE TRIGGER audit_no_removal BEFORE DELETE ON audit_auditline
       BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditline
       FOR EACH ROW EXECUTE FUNCTION audit_only_added_to()""",
    """CREATE TRIGGER audit_no_emptying BEFORE TRUNCATE ON audit_auditline
       FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to()""",
]


def guard(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == 'postgresql' else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='AuditLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at_ms', models.BigIntegerField()),
                ('organisation', models.BigIntegerField(null=True)),
                ('event', models.BigIntegerField(null=True)),
                ('venue', models.BigIntegerField(null=True)),
                ('account', models.BigIntegerField(null=True)),
                ('who', models.CharField(max_length=310)),
                ('address', models.CharField(max_length=100)),
                ('deed', models.CharField(max_length=40)),
                ('what', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-id'], name='audit_of_organisation')],
            },
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]

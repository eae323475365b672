from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forms", "0003_sealed_lines"),
    ]

    operations = [
        migrations.AddField(
            model_name="selfevaluation",
            name="approved_waits",
            field=models.BooleanField(default=False, verbose_name="批复后来改过，还没有改到表上"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plenary", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="job", name="job_ready"),
        migrations.AddField("job", "queue", models.CharField(blank=True, default="", max_length=20)),
        migrations.AddField("job", "lane", models.CharField(blank=True, default="", max_length=255)),
        migrations.AddField(
            "workerseen", "queue", models.CharField(blank=True, default="", max_length=20)
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("dead_at__isnull", True)),
                fields=["queue", "run_at", "id"],
                name="job_ready",
            ),
        ),
    ]

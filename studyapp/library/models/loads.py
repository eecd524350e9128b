"""The last load of seeds: what it read and what it left, so that the same again is known for what it is."""

from django.db import models


class Load(models.Model):
    """One row, written by every load that was not in vain."""

    said = models.CharField(max_length=64, help_text="A digest of the files, and of the code that judged them.")
    left = models.CharField(max_length=64, help_text="A digest of all that seeds can write.")
    sound = models.PositiveIntegerField(help_text="How many things then stood as the seeds say.")
    kept = models.JSONField(help_text="The names of those that stood as an editor had them.")

    def __str__(self) -> str:
        return f"{self.sound} things as the seeds say, {len(self.kept)} as an editor has them"

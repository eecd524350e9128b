from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "studyapp.study"

    def ready(self) -> None:
        from studyapp.library import slots  # noqa: PLC0415  it needs the models, which are there by now
        from studyapp.study import checks, library_pages  # noqa: F401, PLC0415  registers the checks

        slots.LEARNERS.append(library_pages.learners_of)
        slots.ARTICLE.append(library_pages.ways_to_study)
        slots.FACT.append(library_pages.own_history)
        slots.FACTS.append(library_pages.knowledge)

from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "studyapp.study"

    def ready(self) -> None:
        from studyapp.accounts.models import GOES_FIRST  # noqa: PLC0415  models are there by now
        from studyapp.library import slots  # noqa: PLC0415
        from studyapp.study import checks, library_pages  # noqa: F401, PLC0415  registers the checks
        from studyapp.study.quizzes.outliving import set_free  # noqa: PLC0415

        slots.LEARNERS.append(library_pages.learners_of)
        slots.ARTICLE.append(library_pages.ways_to_study)
        slots.FACT.append(library_pages.own_history)
        slots.FACTS.append(library_pages.knowledge)
        GOES_FIRST.append(set_free)

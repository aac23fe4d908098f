"""What holds for all tests: a made-up example may take as long as a busy machine needs."""

from hypothesis import settings

settings.register_profile("any_machine", deadline=None)
settings.load_profile("any_machine")

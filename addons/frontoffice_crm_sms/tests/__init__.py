from . import test_text_said

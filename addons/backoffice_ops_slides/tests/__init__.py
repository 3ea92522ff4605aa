from . import test_courses
from . import test_course_tour

from . import test_robot

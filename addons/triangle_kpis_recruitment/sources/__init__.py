from . import applicant

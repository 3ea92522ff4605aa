from . import link_page

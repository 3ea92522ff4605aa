from . import link_page, my_work, pulse

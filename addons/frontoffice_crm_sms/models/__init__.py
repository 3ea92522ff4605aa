from . import desk, encounter, personal_data, res_company, setup_company

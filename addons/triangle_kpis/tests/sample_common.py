class SampleBoard:
    """For tests of the sample company: its figures as of the moment of the story."""

    all_clocks = True

    def setUp(self):
        super().setUp()
        self.board = self.env["triangle.dashboard"].with_context(
            allowed_company_ids=self.company.ids).with_company(self.company)

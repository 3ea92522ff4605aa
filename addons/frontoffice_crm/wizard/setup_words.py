"""Sentences for what can be wrong with a set-up file."""


def file_sentences(env, value):
    """{code: function giving the sentence} for what is wrong with a file or its records."""
    _ = env._
    return {
        "too_big": lambda: _("The file is larger than %s MB. Is it the right one?", value),
        "not_utf8": lambda: _("The file is not text in UTF-8. Save it again with that encoding."),
        "empty": lambda: _("The file is empty."),
        "syntax": lambda: _(
            "This is not written as a set-up file (%s). Often a comma or a quotation mark is missing.", value),
        "too_deep": lambda: _("The file nests too deep to be a set-up file."),
        "number": lambda: _("A number in the file is too large."),
        "constant": lambda: _("%s is not a number.", value),
        "twice": lambda: _("“%s” is said twice in the same record.", value),
        "not_ours": lambda: _("This is not a set-up file: it does not begin with “set_up_file”: 1."),
        "newer": lambda: _("The file is of a newer kind (%s). Update the add-ons here first.", value),
        "not_text": lambda: _("“%s” must be a text.", value),
        "not_list": lambda: _("A section is a list of records between [ and ]."),
        "not_record": lambda: _("A record stands between { and }, not “%s”.", value),
        "no_code": lambda: _("A record has no “code”."),
        "bad_code": lambda: _("The code “%s” may have letters, digits, spaces and _ . : / + - only.", value),
        "same_code": lambda: _("Two records have this code."),
        "too_many": lambda: _("More than %s records are too many for one file.", value),
    }


def value_sentences(env, field, what):
    """The same for what is wrong with a value; ``what`` is the code or line in question."""
    _ = env._
    return {
        "unknown": lambda: _("There is nothing called “%s” here.", field),
        "missing": lambda: _("“%s” is missing.", field),
        "bad_number": lambda: _("“%s” must be a number.", field),
        "bad_integer": lambda: _("“%s” must be a whole number.", field),
        "bad_flag": lambda: _("“%s” must be true or false.", field),
        "bad_date": lambda: _("“%s” must be a date such as 2026-03-31.", field),
        "bad_choice": lambda: _("“%s” has a value that is not on its list.", field),
        "bad_lines": lambda: _(
            "“%(field)s”: a line has something wrong or missing (%(what)s).", field=field, what=what),
        "no_such_code": lambda: _(
            "“%(field)s” points to “%(code)s”, which is neither in the file nor here.", field=field, code=what),
        "loop": lambda: _("This is, over “%s”, part of itself.", field),
    }


def problem_text(env, problem):
    """One problem in words, without its place."""
    if problem.code == "said":
        return problem.value
    field, _colon, what = problem.value.partition(":")
    values = value_sentences(env, field, what)
    sentences = file_sentences(env, problem.value) | values
    if what and problem.code != "no_such_code":  # something wrong inside a line
        return values["bad_lines"]()
    if problem.code in sentences:
        return sentences[problem.code]()
    return env._("“%s” has a value of the wrong kind.", field)


def place(env, problem, labels):
    """Where a problem is: line, section, record."""
    parts = [env._("Line %s", problem.line)] if problem.line else []
    if problem.section:
        parts.append(str(labels.get(problem.section, problem.section)))
    if problem.key:
        parts.append(f"“{problem.key}”")
    return ", ".join(parts)

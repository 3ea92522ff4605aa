"""Load the sample company, once."""
# ruff: noqa: F821


def load_sample(env):
    """Load the sample company if this version has one; it is idempotent."""
    if "frontoffice.sample" not in env:  # a checkout from before the sample existed
        return False
    env["frontoffice.sample"].load()
    return True


loaded = load_sample(env)
env.cr.commit()
reply({"loaded": loaded})

"""Start, stop and test the three addons: the code behind ./scripts/*.

Only the standard library is used by up, down, status, logs and shell, so they
run with any Python 3.10 or newer that the machine happens to have.
"""

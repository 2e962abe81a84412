"""Exports of what is known of mail accounts: rights, rules, sign-ins. One module a vendor's form; records in, doors and uses
out.
"""

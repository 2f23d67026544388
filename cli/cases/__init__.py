"""Cases to show and to test with: whole consortia, work plans, forms and people, as plain data.

Every firm, person and tax number in them is invented; what stands on a public paper says so.
"""

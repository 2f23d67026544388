"""The pages, one file a subject: each asks the rooms and shows what they say."""

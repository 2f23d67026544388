"""One application's whole life, acted by demo people over HTTP: for showing, for loading, for the journey test."""

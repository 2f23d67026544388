"""The published language: events, activities, workflow names, queues and ids. Everybody speaks it; it does nothing."""

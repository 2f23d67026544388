"""The task queues: each room carries out its own activities; the workflows have a queue of their own."""

APPLICATION = "application"
EVALUATION = "evaluation"
MONITORING = "monitoring"
AUDIT = "audit"
NOTIFICATION = "notification"
WORKFLOWS = "workflows"

ROOMS = (APPLICATION, EVALUATION, MONITORING, AUDIT, NOTIFICATION)

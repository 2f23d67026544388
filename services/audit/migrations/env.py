from runtime.migrate import environment

environment()

"""The command line and the running product as a program meets them: processes, HTTP, exit codes."""

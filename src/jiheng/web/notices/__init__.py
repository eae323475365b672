"""What a person should know: returned, due, overdue, ready. In the application, and by mail where a server is set."""

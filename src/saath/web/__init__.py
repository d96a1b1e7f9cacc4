"""What people see, by screen. Reads through `queries`; formats, translates, streams; decides nothing."""

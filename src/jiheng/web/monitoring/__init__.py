"""绩效运行监控: values and forecasts of the year under way, on the rows that were approved, with lights."""

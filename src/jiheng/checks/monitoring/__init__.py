"""M 运行监控: what a monitoring form says of lights, forecasts, reasons and measures."""

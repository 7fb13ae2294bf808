using CarbonioInfra.Engine.Cli;

return await Commands.RunAsync(EngineHost.OfProcess(), args);

using CarbonioInfra.Infra;
using Pulumi;

return await Deployment.RunAsync(CarbonioStack.Create);

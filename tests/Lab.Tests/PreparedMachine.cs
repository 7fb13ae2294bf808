namespace CarbonioInfra.Lab.Tests;

/// <summary>Packages and base image, made once for all tests; both stay.</summary>
public sealed class PreparedMachine
{
    public PreparedMachine()
    {
        CommandResult.Run(LabScript.Path, ["install-packages", "--yes"]).Succeeded();
        CommandResult.Run(LabScript.Path, ["image"]).Succeeded();
    }
}

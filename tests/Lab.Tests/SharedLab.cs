namespace CarbonioInfra.Lab.Tests;

/// <summary>One network for the tests of a class; each makes and loses hosts of its own.</summary>
public sealed class SharedLab : IDisposable
{
    internal LabScript Lab { get; } = new LabScript().WithNetwork();

    public void RemoveHosts()
    {
        foreach (var host in Directory.GetDirectories(Path.Combine(Lab.Folder, "hosts")))
            Lab.Run("host-down", Path.GetFileName(host)).Succeeded();
    }

    public void Dispose() => Lab.Dispose();
}

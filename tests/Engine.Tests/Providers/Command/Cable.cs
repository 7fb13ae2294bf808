using System.Diagnostics;
using System.Globalization;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

/// <summary>A cable from this machine into a network namespace. Cut, it swallows what is sent, as a host without power does.</summary>
internal sealed class Cable : IDisposable
{
    // Nobody routes 192.0.2.0/24 (documentation); four addresses for each test process.
    private readonly int _block = Environment.ProcessId % 64 * 4;
    private readonly string _link = $"cvt{Environment.ProcessId}";
    private string _namespace = "";

    /// <summary>The far end's address.</summary>
    public string Address => $"192.0.2.{_block + 2}";

    /// <summary>Plugs it into the namespaces of the first child of a process.</summary>
    public void Connect(int parent)
    {
        _namespace = ChildOf(parent);
        Ip("link", "add", _link, "type", "veth", "peer", "name", "eth0", "netns", _namespace);
        Ip("address", "add", $"192.0.2.{_block + 1}/30", "dev", _link);
        Ip("link", "set", _link, "up");
        Far("link", "set", "lo", "up");
        Far("address", "add", $"{Address}/30", "dev", "eth0");
        Far("link", "set", "eth0", "up");
    }

    /// <summary>What arrives is lost, and nothing is answered.</summary>
    public void Cut() => Far("link", "set", "eth0", "down");

    public void Dispose()
    {
        // It went with its namespace, usually.
        if (Directory.Exists($"/sys/class/net/{_link}"))
            Programs.Run("sh", ["-c", $"ip link delete {_link} 2>/dev/null || true"]);
    }

    private static string ChildOf(int parent)
    {
        var children = $"/proc/{parent}/task/{parent}/children";
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (File.ReadAllText(children).Trim() is { Length: > 0 } child)
                return int.Parse(child, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "the host has no process");
            Thread.Sleep(10);
        }
    }

    private static void Ip(params string[] arguments) => Programs.Run(Programs.Find("ip", "iproute2"), arguments);

    private void Far(params string[] arguments) =>
        Programs.Run(Programs.Find("nsenter", "util-linux"), ["--net", "--target", _namespace, "ip", .. arguments]);
}

using System.Diagnostics;

namespace CarbonioInfra.Lab.Tests;

internal static class Wait
{
    /// <summary>Polls until the condition holds; a minute without it fails the test.</summary>
    public static void Until(string what, Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"waited a minute in vain: {what}");
            Thread.Sleep(50);
        }
    }
}

using CarbonioInfra.Lab.Tests.Crashes;
using CarbonioInfra.Lab.Tests.EndToEnd.Installation;
using Xunit.Sdk;
using Xunit.v3;

namespace CarbonioInfra.Lab.Tests.EndToEnd;

/// <summary>
/// The one lab that is tested as a whole. Its hosts are prepared when the first test asks for them; Carbonio is installed on them when the
/// first test asks for that, after all that want a lab without it.
/// </summary>
public sealed class EndToEndLab : IDisposable
{
    private readonly Lazy<LabStack> _prepared = new(() => new LabStack());
    private readonly Lazy<InstalledLab> _installed;

    public EndToEndLab() => _installed = new(() => new InstalledLab(_prepared.Value));

    /// <summary>With hosts that are prepared; each test leaves it as it found it.</summary>
    public LabStack Prepared
    {
        get
        {
            Assert.False(_installed.IsValueCreated, "Carbonio is installed already: classes run in another order than that of the namespaces");
            return _prepared.Value;
        }
    }

    /// <summary>With Carbonio on them.</summary>
    public InstalledLab Installed => _installed.Value;

    public void Dispose()
    {
        if (_prepared.IsValueCreated)
            _prepared.Value.Dispose();
    }
}

/// <summary>Classes that want Carbonio installed come last; first come those with a lab of their own, as long as there is no other.</summary>
public sealed class EndToEndOrder : ITestCollectionOrderer
{
    private static readonly string First = typeof(KillTests).Namespace!;
    private static readonly string Last = typeof(InstalledLab).Namespace!;

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))];

    private static int Place(string collection) =>
        collection.Contains(First, StringComparison.Ordinal) ? 0 : collection.Contains(Last, StringComparison.Ordinal) ? 2 : 1;
}

using System.Reflection;
using PublicApiGenerator;

namespace CarbonioInfra.Tests.Shared;

/// <summary>
/// A change of what importers see is a decision: when it is wanted, copy the file that the message names over the approved one.
/// </summary>
internal static class ApprovedApi
{
    /// <summary>Fails unless the public surface of <paramref name="library"/> is that in <c>PublicApi.approved.txt</c> beside the tests.</summary>
    public static void AssertIsThatOf(Assembly library)
    {
        var api = library.GeneratePublicApi(new ApiGeneratorOptions
        {
            // Which SDK it was built with, versions and the like are not what importers program against.
            IncludeAssemblyAttributes = false,
            ExcludeAttributes = ["System.Runtime.CompilerServices.RequiredMemberAttribute"],
        }).ReplaceLineEndings("\n") + "\n";
        var approved = Path.Combine(AppContext.BaseDirectory, "PublicApi.approved.txt");
        var received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
        File.WriteAllText(received, api);

        Assert.True(File.Exists(approved) && File.ReadAllText(approved) == api,
            $"the public surface of {library.GetName().Name} differs from PublicApi.approved.txt of its tests; see {received}");
    }
}

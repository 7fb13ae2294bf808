[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// Labs share the machine; what one test counts another must not change meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(CarbonioInfra.Lab.Tests.PreparedMachine))]
[assembly: AssemblyFixture(typeof(CarbonioInfra.Lab.Tests.EndToEnd.EndToEndLab))]
[assembly: TestCollectionOrderer(typeof(CarbonioInfra.Lab.Tests.EndToEnd.EndToEndOrder))]

using System.Collections.Concurrent;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Random;
using Pulumi.Testing;

namespace CarbonioInfra.Components.Tests.Nodes;

public sealed class StepChainTests
{
    [Fact]
    public async Task Steps_side_by_side_wait_for_the_one_before_and_for_nobody_beside_them()
    {
        var mocks = new MeetingMocks("svc1-left", "svc1-right");

        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () =>
        {
            var chain = new StepChain(SomeHost());
            chain.Add("before", HostScript.FromText("true"), chain.Host.Machine);
            chain.AddSideBySide([("left", HostScript.FromText("true")), ("right", HostScript.FromText("true"))], chain.Host.Machine);
            chain.Add("after", HostScript.FromText("true"), chain.Host.Machine);
            Assert.Equal(["before", "left", "right", "after"], chain.Steps.Select(step => step.Name));
        });

        var order = mocks.Finished.ToArray();
        Assert.Equal(["svc1-machine", "svc1-before"], order[..2]);
        Assert.Equal(["svc1-left", "svc1-right"], order[2..4].Order());
        Assert.Equal("svc1-after", order[4]);
    }

    private static Host SomeHost() => new()
    {
        Node = new Node("svc1", [Role.MeshServer], 0, NodeSize.Cluster),
        Fqdn = "svc1.example.com",
        Address = "10.20.0.11",
        Machine = new RandomId("svc1-machine", new RandomIdArgs { ByteLength = 8 }),
        Connection = new HostConnection { Address = "10.20.0.11", PrivateKey = Output.CreateSecret("private"), HostKey = Plan.Key },
    };

    /// <summary>Makes the named resources only when all of them have been asked for.</summary>
    private sealed class MeetingMocks(params string[] names) : IMocks
    {
        private readonly TaskCompletionSource _met = new();
        private int _missing = names.Length;

        public ConcurrentQueue<string> Finished { get; } = new();

        public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (names.Contains(args.Name))
            {
                if (Interlocked.Decrement(ref _missing) == 0)
                    _met.SetResult();
                await _met.Task.WaitAsync(TimeSpan.FromMinutes(1));
            }

            Finished.Enqueue(args.Name!);
            return ($"{args.Name}-id", args.Inputs.SetItem("stdout", "").SetItem("stderr", ""));
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"nothing may call {args.Token}");
    }
}

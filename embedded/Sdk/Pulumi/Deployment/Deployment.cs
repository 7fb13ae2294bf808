namespace Pulumi;

/// <summary>Runs programs and knows the one that is running.</summary>
public sealed partial class Deployment
{
    private Deployment()
    {
    }

    /// <summary>The running deployment.</summary>
    /// <exception cref="InvalidOperationException">The calling code was not started by one of the Run methods.</exception>
    public static DeploymentInstance Instance => DeploymentContext.Required.Instance;

    /// <summary>
    /// Fails the program if the version of the Pulumi CLI is outside of the range, for example <c>&gt;=3.200.0</c>.
    /// </summary>
    public static Task RequirePulumiVersionAsync(string pulumiVersionRange)
    {
        var deployment = DeploymentContext.Required;
        var task = RequireAsync();
        deployment.Track(task);
        return task;

        async Task RequireAsync()
        {
            try
            {
                await deployment.Engine.RequirePulumiVersionAsync(pulumiVersionRange);
            }
            catch (Grpc.Core.RpcException e)
            {
                throw new RequirePulumiVersionException(e.StatusCode == Grpc.Core.StatusCode.Unimplemented
                    ? "The installed version of the CLI does not support the `RequirePulumiVersion` RPC. " +
                        "Please upgrade the Pulumi CLI"
                    : e.Status.Detail);
            }
        }
    }
}

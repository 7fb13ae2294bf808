namespace Pulumi;

/// <summary>A running deployment, as the program sees it.</summary>
public sealed partial class DeploymentInstance
{
    private readonly DeploymentContext _deployment;
    private readonly FunctionInvoker _invoker;

    internal DeploymentInstance(DeploymentContext deployment) =>
        (_deployment, _invoker) = (deployment, new FunctionInvoker(deployment));

    /// <summary>Name of the stack.</summary>
    public string StackName => _deployment.Settings.Stack;

    /// <summary>Name of the project.</summary>
    public string ProjectName => _deployment.Settings.Project;

    /// <summary>Organization of the stack; "organization" where there are none.</summary>
    public string OrganizationName => _deployment.Settings.Organization;

    /// <summary>The folder of Pulumi.yaml.</summary>
    /// <exception cref="InvalidOperationException">The engine did not say.</exception>
    public string RootDirectory => _deployment.Settings.RootDirectory
        ?? throw new InvalidOperationException(
            "The Pulumi CLI version does not support root directory. Please update the Pulumi CLI.");

    /// <summary>Whether this is a preview, which changes nothing.</summary>
    public bool IsDryRun => _deployment.Settings.IsDryRun;
}

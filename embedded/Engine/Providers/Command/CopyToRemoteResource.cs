using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary><c>command:remote:CopyToRemote</c>: a file or a tree of files put on a host over SFTP and left there on delete.</summary>
internal sealed class CopyToRemoteResource(ConnectionPool connections, string programDirectory) : CommandResource
{
    public override CheckResult Check(PropertyMap inputs)
    {
        var check = new InputCheck(inputs);
        check.Text("remotePath", required: true);
        check.Triggers();
        if (inputs.Get("source").Reveal() is not (PropertyValue.Asset or PropertyValue.Archive or PropertyValue.Unknown) and var source)
            check.Fail("source", $"expected an asset or an archive, found {InputCheck.Kind(source)}");
        return new(ConnectionInput.Check(inputs, check), check.Failures);
    }

    public override PropertyMap PreviewCreate(PropertyMap inputs) => inputs;

    public override PropertyMap PreviewUpdate(ResourceSnapshot current, PropertyMap newInputs) => newInputs;

    public override async Task<CreateResult> CreateAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken)
    {
        await CopyAsync(context, inputs, cancellationToken);
        return new(RandomHex(), inputs);
    }

    public override async Task<PropertyMap> UpdateAsync(StepContext context, ResourceSnapshot current, PropertyMap newInputs,
        CancellationToken cancellationToken)
    {
        // Another connection reaches the same host by another way: what was copied is still there.
        var isElsewhere = current.Inputs.TextOf("remotePath") != newInputs.TextOf("remotePath");
        if (isElsewhere || !current.Inputs.Get("source").Reveal().Equals(newInputs.Get("source").Reveal()))
            await CopyAsync(context, newInputs, cancellationToken);
        return newInputs;
    }

    public override Task DeleteAsync(StepContext context, ResourceSnapshot current, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    private async Task CopyAsync(StepContext context, PropertyMap inputs, CancellationToken cancellationToken)
    {
        var settings = ConnectionInput.Read(inputs) with { Step = context.Name };
        var source = inputs.Get("source").Reveal();
        var remotePath = inputs.TextOf("remotePath")!;
        await Deadline.RunAsync(context, async token =>
        {
            await connections.WithFilesAsync(context, settings,
                files => new SftpCopy(files, programDirectory, token).Copy(source, remotePath), token);
            return true;
        }, _ => "files may be missing or incomplete", () => "", cancellationToken);
    }
}

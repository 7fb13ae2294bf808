using CarbonioInfra.Engine.Providers.Command.Ssh;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary><c>command:remote:Command</c>: commands run by the login shell of a remote user.</summary>
internal sealed class RemoteCommandResource(ConnectionPool connections) : RunningCommandResource
{
    public override CheckResult Check(PropertyMap inputs)
    {
        var check = new InputCheck(inputs);
        check.Command();
        return new(ConnectionInput.Check(inputs, check), check.Failures);
    }

    protected override async Task<(string Stdout, string Stderr)> RunAsync(StepContext context, string text, PropertyMap inputs,
        Dictionary<string, string> previousOutput, CancellationToken cancellationToken)
    {
        var settings = ConnectionInput.Read(inputs) with { Step = context.Name };
        var command = new CommandInputs(inputs);
        var mask = SecretMask.For(inputs, settings.Secrets);
        var capture = new OutputCapture(context.Log, command.Logging, mask);
        var remote = new RemoteCommand(text, command.Stdin, command.Environment, previousOutput);
        var end = await Deadline.RunAsync(context,
            token => connections.RunAsync(context, settings, remote, capture, token),
            cancelled => cancelled switch
            {
                CommandCutOffException { HasEnded: true } => $"it was ended on {settings}",
                CommandCutOffException => $"its channel was closed, but it may still be running on {settings}",
                _ => $"nothing was started on {settings}",
            }, () => capture.Shown, cancellationToken);
        return end.IsSuccess
            ? (capture.StandardOutput, capture.StandardError)
            : throw new ProviderException($"{end}: running {CommandDescription.Of(text, mask)} on {settings}", capture.Shown);
    }
}

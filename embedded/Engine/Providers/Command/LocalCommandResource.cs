using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Providers.Command;

/// <summary><c>command:local:Command</c>: commands run on this machine.</summary>
/// <param name="programDirectory">Where they run unless the inputs say otherwise; relative directories start there.</param>
internal sealed class LocalCommandResource(string programDirectory) : RunningCommandResource
{
    private static readonly string[] DefaultInterpreter = ["/bin/sh", "-c"];

    public override CheckResult Check(PropertyMap inputs)
    {
        var check = new InputCheck(inputs);
        check.Command();
        check.Text("dir");
        switch (inputs.Get("interpreter").Reveal())
        {
            case PropertyValue.List { Items.IsEmpty: true }:
                check.Fail("interpreter", "expected at least one word, found an empty list");
                break;
            case PropertyValue.List list when list.Items.All(item => item is PropertyValue.Text or PropertyValue.Unknown):
            case PropertyValue.Null or PropertyValue.Unknown:
                break;
            case var value:
                check.Fail("interpreter", $"expected a list of strings, found {InputCheck.Kind(value)}");
                break;
        }

        foreach (var name in (string[])["assetPaths", "archivePaths"])
        {
            if (inputs.ContainsKey(name))
                check.Fail(name, "is not supported by the embedded engine");
        }

        return new(inputs, check.Failures);
    }

    protected override async Task<(string Stdout, string Stderr)> RunAsync(StepContext context, string text, PropertyMap inputs,
        Dictionary<string, string> previousOutput, CancellationToken cancellationToken)
    {
        var command = new CommandInputs(inputs);
        var mask = SecretMask.For(inputs, []);
        var capture = new OutputCapture(context.Log, command.Logging, mask);
        var local = new LocalProcess(
            [.. Interpreter(inputs), text],
            Path.GetFullPath(Path.Combine(programDirectory, inputs.TextOf("dir") ?? ".")),
            [.. command.Environment, .. previousOutput],
            command.Stdin);
        var end = await Deadline.RunAsync(context, token => local.RunAsync(capture, token), _ => "it was ended",
            () => capture.Shown, cancellationToken);
        return end.IsSuccess
            ? (capture.StandardOutput, capture.StandardError)
            : throw new ProviderException($"{end}: running {CommandDescription.Of(text, mask)} on this machine", capture.Shown);
    }

    private static IEnumerable<string> Interpreter(PropertyMap inputs) =>
        inputs.Get("interpreter").Reveal() is PropertyValue.List list
            ? list.Items.Select(item => ((PropertyValue.Text)item).Value)
            : DefaultInterpreter;
}

using System.CommandLine;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>lab</c>: the launcher hands it to the lab's own script; it stands here so that the help tells of it.</summary>
internal static class Lab
{
    /// <summary>What people use of the script's verbs, in the script's order.</summary>
    public static IReadOnlyList<string> SubVerbs { get; } =
    [
        "status", "exec", "power-off", "power-on", "wipe", "partition", "heal-network", "install-packages", "image", "vendor", "measure",
    ];

    public static Command Create()
    {
        var command = new Command("lab",
            $"Looks at the lab's hosts, breaks them and mends them: {string.Join(", ", SubVerbs)}. `lab help` tells more.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(int (_) => throw new EngineException("The lab's verbs are run by the launcher: ./carbonio-infra lab VERB"));
        return command;
    }
}

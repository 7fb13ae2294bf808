namespace CarbonioInfra.Engine.Providers;

/// <summary>An expected failure of a step: shown to the user as it is (secrets masked), without a stack trace.</summary>
public sealed class ProviderException : Exception
{
    public ProviderException()
    {
    }

    /// <param name="message">What failed, what was expected and what was seen.</param>
    public ProviderException(string message)
        : base(message)
    {
    }

    public ProviderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="message">What failed, what was expected and what was seen.</param>
    /// <param name="output">The combined output of what ran; its last lines are shown, all of it goes to the log file.</param>
    public ProviderException(string message, string output)
        : base(message) => Output = output;

    public string Output { get; } = "";
}

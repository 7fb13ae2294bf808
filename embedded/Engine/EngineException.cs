namespace CarbonioInfra.Engine;

/// <summary>A problem that the user can do something about: the message is all they get to see, so it says everything.</summary>
public sealed class EngineException : Exception
{
    public EngineException()
    {
    }

    public EngineException(string message)
        : base(message)
    {
    }

    public EngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

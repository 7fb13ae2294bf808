namespace Pulumi;

/// <summary>A failure that the user can act on: only its message is shown.</summary>
public class RunException : Exception
{
    /// <summary>A failure with that message.</summary>
    public RunException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with that message and its cause.</summary>
    public RunException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Pulumi;

/// <summary>The engine could not be told something.</summary>
public class LogException : Exception
{
    /// <summary>A failed log call and its cause.</summary>
    public LogException(Exception exception)
        : base("Error occurred during logging", exception)
    {
    }
}

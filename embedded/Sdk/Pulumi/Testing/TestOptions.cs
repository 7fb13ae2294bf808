namespace Pulumi.Testing;

/// <summary>The deployment that a program is tested in.</summary>
public class TestOptions
{
    /// <summary>Name of the project; "project" if null.</summary>
    public string? ProjectName { get; set; }

    /// <summary>Name of the stack; "stack" if null.</summary>
    public string? StackName { get; set; }

    /// <summary>The folder of Pulumi.yaml; unknown to the program if null.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>Organization of the stack; "organization" if null.</summary>
    public string? OrganizationName { get; set; }

    /// <summary>Whether the program sees a preview; true if null.</summary>
    public bool? IsPreview { get; set; }
}

"""The child processes of the window: started, asked, outlived."""

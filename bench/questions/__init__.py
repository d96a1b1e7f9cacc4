"""Questions of customers, labelled by what is asked by somebody who had not read the matcher."""
